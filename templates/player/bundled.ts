/** One script of everything that a module imports. */
export async function bundled(entry: string): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", "--format=iife", "--minify", entry],
    cwd: new URL("./", import.meta.url),
    stderr: "inherit",
  });
  const { success, stdout } = await command.output();
  if (!success) throw new Error(`${entry} cannot be bundled`);
  return new TextDecoder().decode(stdout);
}
