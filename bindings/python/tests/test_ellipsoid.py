import copy
import pickle

import coincide as co
import pyproj
import pytest


def test_named_ellipsoids_have_the_numbers_of_proj():
    for name in ("WGS84", "GRS80"):
        ours, theirs = co.Ellipsoid(name), pyproj.Geod(ellps=name)
        assert ours.name == name
        assert ours.a == theirs.a
        assert ours.b == pytest.approx(theirs.b, rel=1e-15)
        assert ours.flattening == pytest.approx(theirs.f, rel=1e-15)


def test_sphere_has_the_area_of_wgs84():
    sphere, wgs84 = co.Ellipsoid("sphere"), co.Ellipsoid("WGS84")
    assert sphere.inverse_flattening == sphere.flattening == 0
    assert sphere.area_m2 == pytest.approx(wgs84.area_m2, rel=1e-14)
    assert sphere.authalic_radius == sphere.a == sphere.b
    # Area of WGS84, 5.10065621724e14 m2: NIMA TR8350.2, table 3.3 (radius 6371007.1809).
    assert wgs84.authalic_radius == pytest.approx(6371007.1809, abs=5e-5)


def test_is_a_value():
    a, b = co.Ellipsoid("WGS84"), co.Ellipsoid(6378137.0, 298.257223563)
    assert a == b and hash(a) == hash(b) and len({a, b}) == 1
    assert a != co.Ellipsoid("GRS80") and a != "WGS84" and a is not None
    for e in (a, co.Ellipsoid("sphere"), co.Ellipsoid(3396190.0, 169.89)):
        assert pickle.loads(pickle.dumps(e)) == e == copy.deepcopy(e)
    assert repr(a) == "Ellipsoid('WGS84')" and eval(repr(a), {"Ellipsoid": co.Ellipsoid}) == a
    mars = co.Ellipsoid(3396190.0, 169.89)
    assert eval(repr(mars), {"Ellipsoid": co.Ellipsoid}) == mars
    with pytest.raises(AttributeError):
        a.a = 1.0
