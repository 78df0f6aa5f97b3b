console.log("gdsim");
