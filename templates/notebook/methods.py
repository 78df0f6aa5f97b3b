# ruff: noqa: F821
"""Ways to step that set-up cells copy: each yields the params after one epoch, and the next, and so on."""


def gradient_descent(problem, params, learning_rate, generator):
    """Each epoch one step against the gradient of all points."""
    while True:
        params = params - learning_rate * problem.gradient(params)
        yield params


def one_point(problem, params, learning_rate, generator):
    """Each epoch one step against the gradient of one random point."""
    while True:
        i = generator.randrange(len(problem.y))
        params = params - learning_rate * problem.gradient(params, [i])
        yield params


def minibatch(problem, params, learning_rate, generator, size=8):
    """Each epoch one step against the gradient of a few random points."""
    while True:
        few = generator.sample(range(len(problem.y)), min(size, len(problem.y)))
        params = params - learning_rate * problem.gradient(params, few)
        yield params


def square_trick(problem, params, learning_rate, generator):
    """Each epoch one random point; half its gradient, for the factor 2 is left inside the learning rate."""
    while True:
        i = generator.randrange(len(problem.y))
        params = params - learning_rate * problem.gradient(params, [i]) / 2
        yield params


def momentum(problem, params, learning_rate, generator, beta=0.9):
    """A heavy ball: each step keeps a share of the one before."""
    velocity = 0
    while True:
        velocity = beta * velocity + problem.gradient(params)
        params = params - learning_rate * velocity
        yield params


def nesterov(problem, params, learning_rate, generator, beta=0.9):
    """Momentum that looks one step ahead."""
    velocity = 0
    while True:
        gradient = problem.gradient(params)
        velocity = beta * velocity + gradient
        params = params - learning_rate * (gradient + beta * velocity)
        yield params


def adagrad(problem, params, learning_rate, generator, eps=1e-10):
    """Each param's rate falls with the gradients it has seen."""
    squares = 0
    while True:
        gradient = problem.gradient(params)
        squares = squares + gradient**2
        params = params - learning_rate * gradient / (np.sqrt(squares) + eps)
        yield params


def rmsprop(problem, params, learning_rate, generator, alpha=0.99, eps=1e-8):
    """Steps measured by the gradients of late."""
    squares = 0
    while True:
        gradient = problem.gradient(params)
        squares = alpha * squares + (1 - alpha) * gradient**2
        params = params - learning_rate * gradient / (np.sqrt(squares) + eps)
        yield params


def adam(problem, params, learning_rate, generator, beta1=0.9, beta2=0.999, eps=1e-8):
    """Momentum whose steps are measured by the gradients of late."""
    first = second = 0
    decay1 = decay2 = 1
    while True:
        gradient = problem.gradient(params)
        first = beta1 * first + (1 - beta1) * gradient
        second = beta2 * second + (1 - beta2) * gradient**2
        decay1, decay2 = decay1 * beta1, decay2 * beta2
        size = np.sqrt(second / (1 - decay2)) + eps
        params = params - learning_rate * first / (1 - decay1) / size
        yield params


def line_search(problem, params, learning_rate, generator):
    """Each epoch as far against the gradient as the loss falls."""
    while True:
        gradient = problem.gradient(params)

        def falls(length, params=params, gradient=gradient):
            return problem.gradient(params - length * gradient) @ gradient > 0

        low, high = 0.0, learning_rate
        for _ in range(200):
            if not falls(high):
                break
            low, high = high, 2 * high
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if falls(middle) else (low, middle)
        params = params - (low + high) / 2 * gradient
        yield params


def newton(problem, params, learning_rate, generator):
    """Each epoch straight to the bottom of the bowl; the learning rate plays no part."""
    while True:
        slopes = np.stack(np.broadcast_arrays(*problem.model(params, problem.inputs)[1]))
        hessian = 2 * slopes @ slopes.T / len(problem.y)
        hessian += np.diag([problem.penalty] * (len(params) - 1) + [0])
        params = params - np.linalg.lstsq(hessian, problem.gradient(params), rcond=None)[0]
        yield params
