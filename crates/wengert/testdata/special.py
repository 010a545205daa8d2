#!/usr/bin/env python3
"""Reference values for the special functions, computed with mpmath.

    python3 special.py > special.txt          the table the tests read
    python3 special.py --dense N > FILE       N random points per function

Each line: function name, arguments (doubles, exactly as written), value with
17 significant digits. Derivatives in a parameter are taken by mpmath at a
working precision far above the digits kept.
"""

import random
import sys

import mpmath as mp

mp.mp.dps = 40


def solve_erfc(q):
    """The z with erfc(z) = q, by Newton steps on the logarithm."""
    lq = mp.log(q)
    z = mp.sqrt(max(mp.mpf("0.1"), -lq - mp.log(max(1, -lq)) / 2))
    for _ in range(60):
        e = mp.erfc(z)
        step = (mp.log(e) - lq) * e * mp.sqrt(mp.pi) / 2 * mp.exp(z * z)
        z += step
        if abs(step) < mp.mpf(10) ** -38 * abs(z):
            break
    return z


def erfinv(p):
    if abs(p) < 0.5:
        return mp.erfinv(p)
    return mp.sign(p) * solve_erfc(1 - abs(p))


def probit(p):
    if p == mp.mpf("0.5"):
        return mp.mpf(0)
    if p < mp.mpf("0.5"):
        return -mp.sqrt(2) * (solve_erfc(2 * p) if p < 0.25 else mp.erfinv(1 - 2 * p))
    return -probit(1 - p)


def diff(f, x, n):
    return f(x) if n == 0 else mp.diff(f, x, n)


def real_dilog(x):
    return mp.re(mp.polylog(2, x)) if x <= 1 else mp.re(
        mp.pi**2 / 3 - mp.log(x) ** 2 / 2 - mp.polylog(2, 1 / x))


def dawson(x):
    return mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x)


def dawson_d(n, x):
    with mp.workdps(300):
        f = [dawson(x)]
        f.append(1 - 2 * x * f[0])
        for k in range(1, n):
            f.append(-2 * x * f[k] - 2 * k * f[k - 1])
        return f[n]


def sinc(x):
    return mp.sincpi(x)


def sinc_d(n, x):
    if abs(x) > 0.01:
        with mp.workdps(80):
            s = mp.sinpi(x) / (mp.pi * x)
            for k in range(1, n + 1):
                s = (mp.pi**k * mp.sin(mp.pi * x + k * mp.pi / 2) / mp.pi - k * s) / x
            return s
    total = mp.mpf(0)
    for k in range((n + 1) // 2, 40):
        total += ((-1) ** k * mp.pi ** (2 * k) * x ** (2 * k - n)
                  / ((2 * k + 1) * mp.factorial(2 * k - n)))
    return total


def gammainc_p(a, x):
    return mp.gammainc(a, 0, x, regularized=True)


def gammainc_p_d(n, a, x):
    with mp.workdps(60):
        return diff(lambda t: gammainc_p(t, x), a, n)


def betainc(a, b, x):
    return mp.betainc(a, b, 0, x, regularized=True)


def betainc_d(i, j, a, b, x):
    with mp.workdps(60):
        if i + j == 0:
            return betainc(a, b, x)
        return mp.diff(lambda s, t: betainc(s, t, x), (a, b), (i, j))


def li2_d(n, x):
    with mp.workdps(60):
        return diff(real_dilog, x, n)


def zeta_d(n, s):
    with mp.workdps(60):
        return diff(mp.zeta, s, n)


def ierfcx(n, x):
    with mp.workdps(700):
        before, last = 2 / mp.sqrt(mp.pi), mp.exp(x * x) * mp.erfc(x) if x < 1e3 else far_erfcx(x)
        for k in range(1, n + 1):
            before, last = last, (before / 2 - x * last) / k
        return last


def far_erfcx(x):
    return mp.nsum(lambda k: (-1) ** int(k) * mp.fac2(2 * int(k) - 1) / (2 * x * x) ** int(k), [0, 60]) / (x * mp.sqrt(mp.pi))


REFERENCE = {
    "erf": mp.erf,
    "erfc": mp.erfc,
    "erfcx": lambda x: mp.exp(x * x) * mp.erfc(x),
    "erfinv": erfinv,
    "ierfcx": ierfcx,
    "gamma": mp.gamma,
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))) if x < 1e6 else mp.loggamma(x),
    "digamma": mp.digamma,
    "trigamma": lambda x: mp.polygamma(1, x),
    "polygamma": lambda n, x: mp.polygamma(n, x),
    "beta": mp.beta,
    "lbeta": lambda a, b: mp.log(abs(mp.beta(a, b))),
    "jn": mp.besselj,
    "yn": mp.bessely,
    "in_": mp.besseli,
    "zeta": mp.zeta,
    "zeta_d": zeta_d,
    "normcdf": lambda x: mp.erfc(-x / mp.sqrt(2)) / 2,
    "normpdf": mp.npdf,
    "lognormcdf": lambda x: (mp.log(mp.erfc(-x / mp.sqrt(2)) / 2) if x < 0
                             else mp.log1p(-mp.erfc(x / mp.sqrt(2)) / 2)),
    "mills": lambda x: mp.sqrt(2 / mp.pi) / ierfcx(0, -x / mp.sqrt(2)) if x < 0 else mp.npdf(x) / mp.ncdf(x),
    "probit": probit,
    "logit": lambda p: mp.log(p / (1 - p)),
    "expint_e1": mp.e1,
    "expint_ei": mp.ei,
    "lambertw": lambda x: mp.lambertw(x).real,
    "ellipk": mp.ellipk,
    "ellipk_d": lambda n, m: diff(mp.ellipk, m, n),
    "dawsn": dawson,
    "dawsn_d": dawson_d,
    "li2": real_dilog,
    "li2_d": li2_d,
    "sinc": sinc,
    "sinc_d": sinc_d,
    "gammainc_p": gammainc_p,
    "gammainc_p_d": gammainc_p_d,
    "betainc": betainc,
    "betainc_d": betainc_d,
}

WIDE = [1e-300, 1e-10, 0.1, 0.5, 1.0, 1.5, 2.0, 3.7, 6.25, 12.5, 20.0, 50.0]
SIGNED = [-x for x in reversed(WIDE[:9])] + WIDE

PARAMETERS = [(0.5, 0.3), (0.05, 2.0), (1.0, 1.0), (3.0, 1.25), (2.5, 7.0), (10.0, 12.0),
              (40.0, 30.0), (120.0, 130.0), (1.0e-3, 0.7)]
TRIPLES = [(0.5, 0.5, 0.3), (2.0, 3.0, 0.4), (2.5, 1.5, 0.9), (10.0, 4.0, 0.5),
           (30.0, 20.0, 0.65), (0.1, 5.0, 0.05), (80.0, 120.0, 0.42), (1.0, 1.0, 0.25)]
ORDERS = [(i, j) for i in range(4) for j in range(4 - i)]

POINTS = {
    "erf": SIGNED,
    "erfc": SIGNED[:-2] + [26.0],
    "erfcx": [-20.0, -3.0, -0.5, 0.0, 1e-10, 0.5, 2.0, 11.9, 12.1, 40.0, 1e8],
    "erfinv": [-0.999999, -0.7, -0.2, 1e-300, 1e-12, 0.1, 0.5, 0.501, 0.9, 0.95, 0.96, 0.999,
               1 - 1e-10, 1 - 2.0**-53],
    "gamma": [-50.5, -3.7, -0.5, -1e-8, 1e-300, 0.1, 0.5, 1.0, 1.46, 2.0, 3.7, 12.5, 33.3, 100.0,
              170.5],
    "lgamma": [-50.5, -3.7, -0.5, 1e-300, 1e-8, 0.1, 0.5, 0.999, 1.001, 1.5, 1.999, 2.001, 3.7,
               12.5, 100.0, 1e5, 1e10],
    "digamma": [-50.5, -3.7, -0.51, -1e-9, 1e-300, 1e-8, 0.1, 0.5, 1.0, 1.461, 1.4616, 1.462, 1.9,
                2.0, 3.7, 9.99, 10.01, 100.0, 1e8],
    "trigamma": [-50.5, -3.7, -0.51, 1e-100, 1e-8, 0.1, 0.5, 1.0, 2.0, 3.7, 12.5, 100.0, 1e8],
    "polygamma": [(n, x) for n in (0, 1, 2, 3, 4, 7, 20)
                  for x in (-3.7, -0.3, 1e-3, 0.5, 1.0, 2.7, 15.0, 300.0)],
    "beta": [(0.5, 0.5), (1e-5, 3.0), (2.0, 3.0), (10.0, 0.1), (40.0, 30.0), (100.0, 120.0),
             (0.3, 1e6), (5.5, 1e4), (-0.5, 0.3), (-2.5, 4.25), (-1.5, -0.75)],
    "lbeta": [(0.5, 0.5), (1e-5, 3.0), (2.0, 3.0), (10.0, 0.1), (40.0, 30.0), (1e3, 2e3),
              (0.3, 1e6), (1e-3, 1e8), (1.0, 1.001), (-0.5, 0.3), (-2.5, 4.25)],
    "jn": [(n, x) for n in (-1, 0, 1, 2, 5, 10) for x in (-3.0, 1e-5, 0.5, 1.9, 5.0, 12.5, 50.0)],
    "yn": [(n, x) for n in (-1, 0, 1, 2, 5, 10) for x in (1e-5, 0.5, 1.9, 5.0, 12.5, 50.0)],
    "in_": [(n, x) for n in (-1, 0, 1, 2, 5, 10) for x in (-3.0, 1e-5, 0.5, 12.5, 50.0, 101.0,
                                                             700.0)],
    "zeta": [-101.5, -20.0, -10.5, -1.5, -1.0, -0.5, -1e-9, 0.0, 0.5, 0.999999, 1.000001, 1.5, 2.0,
             2.9, 3.1, 10.0, 60.0],
    "zeta_d": [(n, s) for n in range(5) for s in (-30.25, -6.0, -3.3, -1.1, -0.4, 0.0, 0.6, 0.999,
                                                    1.01, 2.0, 3.5, 8.0, 40.0)],
    "normcdf": [-37.0, -10.0, -2.0, -1.0, -0.5, 0.0, 0.5, 3.0, 8.0],
    "normpdf": [-37.0, -3.3, 0.0, 1e-9, 1.0, 12.3],
    "ierfcx": [(n, x) for n in range(7) for x in (-20.0, -3.0, -0.5, 0.0, 1e-9, 0.3, 0.4999, 0.5, 0.9, 1.7, 5.0, 13.0, 300.0, 1e6, 1e20)],
    "lognormcdf": [-1e5, -1e3, -40.0, -10.0, -1.0, -0.9, 0.0, 0.5, 3.0, 10.0, 30.0],
    "mills": [-1e10, -1e5, -1e3, -40.0, -3.0, -1.0, -0.1, 0.0, 0.5, 3.0, 10.0, 30.0, 38.0],
    "probit": [1e-300, 1e-100, 1e-16, 1e-5, 0.02, 0.1, 0.24, 0.3, 0.4999999, 0.5000001, 0.6, 0.76,
               0.975, 0.999999, 1 - 2.0**-53],
    "logit": [1e-300, 1e-10, 0.2, 0.25, 0.4, 0.4999999, 0.5000001, 0.7, 0.8, 0.999, 1 - 2.0**-53],
    "expint_e1": WIDE + [0.999, 1.001, 700.0],
    "expint_ei": [-50.0, -2.0, -0.5, -1e-10, 1e-300, 1e-10, 0.1, 0.3, 0.3725, 0.3726, 0.5, 0.8,
                  2.0, 12.5, 39.0, 41.0, 700.0],
    "lambertw": [-0.3678794411714423, -0.367, -0.36, -0.35, -0.3, -0.1, -1e-7, 1e-300, 1e-5, 0.1,
                 0.5, 1.0, 2.0, 2.9, 3.1, 10.0, 1e5, 1e300],
    "ellipk": [-1e6, -20.0, -1.0, -1e-5, 0.0, 1e-12, 0.3, 0.5, 0.9, 0.999999, 1 - 2.0**-53],
    "ellipk_d": [(n, m) for n in range(5) for m in (-1e4, -20.0, -1.0, -1e-6, 0.0, 1e-12, 0.3, 0.9,
                                                      0.9999)],
    "dawsn": SIGNED + [0.92, 1e6],
    "dawsn_d": [(n, x) for n in range(5) for x in (-3.3, -0.2, 1e-9, 0.3, 0.49, 0.51, 1.6, 4.4,
                                                     7.3, 7.6, 20.0, 300.0)],
    "li2": [-1e6, -5.0, -1.0, -0.7, -0.3, 1e-300, 1e-8, 0.2, 0.5, 0.6, 0.99, 1.01, 1.7, 2.5, 12.0,
            100.0],
    "li2_d": [(n, x) for n in range(5) for x in (-100.0, -5.0, -0.7, -0.3, 0.0, 1e-9, 0.2, 0.49,
                                                   0.51, 0.9, 0.9999, 1.0001, 1.5, 3.0)],
    "sinc": [-2.5, -0.3, 0.0, 1e-9, 0.1, 0.5, 0.94, 0.97, 1.0001, 3.3, 1000.25],
    "sinc_d": [(n, x) for n in range(6) for x in (-2.3, -0.3, 0.0, 1e-9, 0.01, 0.4, 0.94, 0.97,
                                                    1.2, 5.4, 100.3)],
    "gammainc_p": PARAMETERS + [(1e3, 900.0), (1e4, 1.01e4), (30.0, 1.0), (170.0, 3.0)],
    "gammainc_p_d": [(n, a, x) for n in range(4) for a, x in PARAMETERS],
    "betainc": TRIPLES + [(1e3, 2e3, 0.33), (5.0, 1e4, 1e-3), (20.0, 0.5, 0.2), (1.5, 1e-3, 0.9)],
    "betainc_d": [(i, j, a, b, x) for i, j in ORDERS for a, b, x in TRIPLES],
}

# Edges, by the conventions the functions document.
EDGES = """
erf inf 1
erf -inf -1
erfc inf 0
erfc -inf 2
erfcx inf 0
erfcx -inf inf
erfinv 1 inf
erfinv -1 -inf
erfinv 0 0
erfinv 1.5 nan
gamma 0 inf
gamma -1 nan
gamma inf inf
lgamma 0 inf
lgamma -2 inf
lgamma 1 0
lgamma 2 0
digamma 0 -inf
digamma -3 nan
digamma inf inf
trigamma 0 inf
trigamma -3 nan
trigamma inf 0
polygamma 2 0 -inf
polygamma 3 0 inf
polygamma 2 -1 nan
beta 0 1 inf
beta -1 2.5 nan
beta -0.5 0.5 0
lbeta 0 1 inf
lbeta 1 1 0
lbeta -0.5 0.5 -inf
jn 0 0 1
jn 1 0 0
jn 0 inf 0
yn 0 0 -inf
yn 3 0 -inf
yn 0 -1 nan
in_ 0 0 1
in_ 1 0 0
in_ 0 1000 inf
in_ 1 -1000 -inf
zeta 1 inf
zeta inf 1
zeta -4 0
zeta_d 1 1 -inf
zeta_d 2 1 inf
zeta_d 5 2 nan
normcdf -inf 0
normcdf inf 1
normpdf inf 0
normpdf -inf 0
lognormcdf -inf -inf
lognormcdf inf 0
probit 0 -inf
probit 1 inf
probit 0.5 0
probit -0.1 nan
logit 0 -inf
logit 1 inf
logit 0.5 0
logit 1.1 nan
expint_e1 0 inf
expint_e1 -1 nan
expint_e1 inf 0
expint_ei 0 -inf
expint_ei inf inf
expint_ei -inf 0
lambertw -0.36787944117144233 -1
lambertw -0.4 nan
lambertw 0 0
lambertw inf inf
ellipk 1 inf
ellipk 1.1 nan
ellipk -inf 0
ellipk_d 2 1 inf
ellipk_d 5 0 nan
ierfcx 1 inf 0
ierfcx 2 -inf inf
ierfcx 101 1 nan
mills inf 0
mills -inf inf
dawsn 0 0
dawsn inf 0
dawsn_d 1 0 1
dawsn_d 2 0 0
li2 0 0
li2 -inf -inf
li2_d 1 0 1
li2_d 1 1 inf
sinc 0 1
sinc 1 0
sinc inf 0
sinc_d 1 0 0
sinc_d 5 0 0
gammainc_p 0 1 1
gammainc_p 1 0 0
gammainc_p 1 inf 1
gammainc_p -1 1 nan
gammainc_p_d 1 2 0 0
gammainc_p_d 4 1 1 nan
betainc 2 3 0 0
betainc 2 3 1 1
betainc 2 3 1.5 nan
betainc 0 3 0.5 nan
betainc_d 1 0 2 3 1 0
betainc_d 2 2 2 3 0.5 nan
"""

# Ranges for random points: (low, high) uniform, or (low, high, "log").
LOG = "log"
DENSE = {
    "erf": [(-5, 5)],
    "erfc": [(-5, 26)],
    "erfcx": [(-5, 30)],
    "erfinv": [(-1, 1)],
    "ierfcx": [range(0, 7), (-5, 30)],
    "gamma": [(0.01, 170)],
    "lgamma": [(1e-3, 1e4, LOG)],
    "digamma": [(1e-3, 1e3, LOG)],
    "trigamma": [(1e-3, 1e3, LOG)],
    "polygamma": [range(0, 7), (1e-2, 1e2, LOG)],
    "beta": [(0.01, 70, LOG), (0.01, 70, LOG)],
    "lbeta": [(0.01, 1e4, LOG), (0.01, 1e4, LOG)],
    "jn": [range(0, 11), (1e-2, 60, LOG)],
    "yn": [range(0, 11), (1e-2, 60, LOG)],
    "in_": [range(0, 11), (1e-2, 700, LOG)],
    "zeta": [(-30, 30)],
    "zeta_d": [range(0, 5), (-20, 30)],
    "normcdf": [(-37, 8)],
    "normpdf": [(-37, 37)],
    "lognormcdf": [(-60, 30)],
    "mills": [(-60, 37)],
    "probit": [(1e-300, 1, LOG)],
    "logit": [(0, 1)],
    "expint_e1": [(1e-4, 100, LOG)],
    "expint_ei": [(1e-4, 700, LOG)],
    "lambertw": [(-0.36787, 5)],
    "ellipk": [(-20, 1)],
    "ellipk_d": [range(0, 5), (-20, 1)],
    "dawsn": [(0, 10)],
    "dawsn_d": [range(0, 5), (0, 10)],
    "li2": [(-10, 10)],
    "li2_d": [range(0, 5), (-10, 3)],
    "sinc": [(-5, 5)],
    "sinc_d": [range(0, 6), (-5, 5)],
    "gammainc_p": [(0.05, 100, LOG), (0.05, 100, LOG)],
    "gammainc_p_d": [range(0, 4), (0.05, 100, LOG), (0.05, 100, LOG)],
    "betainc": [(0.1, 60, LOG), (0.1, 60, LOG), (0.01, 0.99)],
    "betainc_d": [None, (0.1, 60, LOG), (0.1, 60, LOG), (0.01, 0.99)],
}


def draw(rng, spec):
    if isinstance(spec, range):
        return rng.choice(spec)
    if len(spec) == 3:
        return float(mp.exp(rng.uniform(float(mp.log(spec[0])), float(mp.log(spec[1])))))
    return rng.uniform(*spec)


def text(a):
    return str(a) if isinstance(a, int) else repr(a)


def emit(name, args):
    exact = [a if isinstance(a, int) else mp.mpf(a) for a in args]
    value = mp.re(REFERENCE[name](*exact))
    print(name, *map(text, args), mp.nstr(value, 17, strip_zeros=False, min_fixed=0, max_fixed=0)
          if value else "0")


def main():
    print("# Written by special.py with mpmath; see there.")
    if len(sys.argv) > 2 and sys.argv[1] == "--dense":
        rng = random.Random(20240229)
        for name, specs in DENSE.items():
            for _ in range(int(sys.argv[2])):
                if specs[0] is None:
                    args = [*rng.choice(ORDERS), *(draw(rng, s) for s in specs[1:])]
                else:
                    args = [draw(rng, s) for s in specs]
                emit(name, args)
        return
    for name, points in POINTS.items():
        for p in points:
            emit(name, p if isinstance(p, tuple) else (p,))
    print(EDGES.strip())


if __name__ == "__main__":
    main()
