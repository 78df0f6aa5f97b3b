"""The Mersenne Twister, on which Python's ``random`` and ``numpy.random`` with a seed are built.

Source: Matsumoto and Nishimura (1998), doi:10.1145/272991.272995.
"""

N, M = 624, 397


class Twister:
    """A stream of 32-bit numbers."""

    def __init__(self):
        self.seed(19650218)

    def seed(self, seed):
        """Start as ``init_genrand`` does, from one number of 32 bits."""
        state = [seed & 0xFFFFFFFF]
        for i in range(1, N):
            last = state[-1]
            state.append((1812433253 * (last ^ (last >> 30)) + i) & 0xFFFFFFFF)
        self._state, self._at = state, N

    def seed_by_array(self, key):
        """Start as ``init_by_array`` does, from several."""
        self.seed(19650218)
        state, i, j = self._state, 1, 0
        for _ in range(max(N, len(key))):
            last = state[i - 1]
            state[i] = ((state[i] ^ ((last ^ (last >> 30)) * 1664525)) + key[j] + j) & 0xFFFFFFFF
            i, j = i + 1, (j + 1) % len(key)
            if i >= N:
                state[0], i = state[N - 1], 1
        for _ in range(N - 1):
            last = state[i - 1]
            state[i] = ((state[i] ^ ((last ^ (last >> 30)) * 1566083941)) - i) & 0xFFFFFFFF
            i += 1
            if i >= N:
                state[0], i = state[N - 1], 1
        state[0] = 0x80000000

    def bits(self):
        """The next 32 bits."""
        if self._at >= N:
            self._twist()
        y = self._state[self._at]
        self._at += 1
        y ^= y >> 11
        y ^= (y << 7) & 0x9D2C5680
        y ^= (y << 15) & 0xEFC60000
        return y ^ (y >> 18)

    def real(self):
        """The next number in [0, 1), of 53 bits."""
        high, low = self.bits() >> 5, self.bits() >> 6
        return (high * 67108864.0 + low) / 9007199254740992.0

    def _twist(self):
        state = self._state
        for k in range(N):
            y = (state[k] & 0x80000000) | (state[(k + 1) % N] & 0x7FFFFFFF)
            state[k] = state[(k + M) % N] ^ (y >> 1) ^ (0x9908B0DF if y & 1 else 0)
        self._at = 0
