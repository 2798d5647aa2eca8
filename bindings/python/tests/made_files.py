"""Small files of the formats that the readers know, made by the libraries of each format."""

import h5py
import numpy as np


def track(n=400, lon0=-106.0, lat0=-75.5, azimuth=30.0, step_m=40.0):
    """lon, lat of n samples along a geodesic, through PROJ."""
    import pyproj

    geod = pyproj.Geod(ellps="WGS84")
    lon, lat, _ = geod.fwd(
        np.full(n, lon0), np.full(n, lat0), np.full(n, azimuth), step_m * np.arange(n)
    )
    return np.asarray(lon), np.asarray(lat)


def lonlat_csv(path, lon, lat):
    """Two columns, every digit."""
    rows = (f"{x!r},{y!r}" for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
    path.write_text("lon,lat\n" + "\n".join(rows) + "\n")


def atl06(path, beams=("gt1l", "gt1r", "gt3l"), n=400):
    """A file as ATL06 has it; returns {beam: (lon, lat, delta_time, h)}."""
    made = {}
    with h5py.File(path, "w") as file:
        file.attrs["short_name"] = "ATL06"
        file["ancillary_data/atlas_sdp_gps_epoch"] = np.array([1198800018.0])
        file["orbit_info/rgt"] = np.array([81], np.int16)
        file["orbit_info/cycle_number"] = np.array([2], np.int8)
        for k, beam in enumerate(beams):
            lon, lat = track(n, lon0=-106 + 0.05 * k)
            time = 31_556_926.25 + 0.0028125 * np.arange(n)
            h = 100.0 + np.arange(n) + 1000 * k
            group = file.create_group(f"{beam}/land_ice_segments")
            group["longitude"], group["latitude"], group["delta_time"] = lon, lat, time
            values = h.astype(np.float32)
            values[7] = np.float32(3.4028235e38)
            group["h_li"] = values
            group["h_li"].attrs["_FillValue"] = np.array([3.4028235e38], np.float32)
            group["atl06_quality_summary"] = (np.arange(n) % 5 == 0).astype(np.int8)
            group["fit_statistics/n_fit_photons"] = np.arange(n, dtype=np.int32)
            made[beam] = (lon, lat, time, h)
    return made


def atl03(path, beams=("gt1l", "gt2r"), segments=100, per_segment=7):
    """A file as ATL03 has it: photons about reference photons every 20 m."""
    rng = np.random.default_rng(3)
    made = {}
    with h5py.File(path, "w") as file:
        file.attrs["short_name"] = "ATL03"
        file["ancillary_data/atlas_sdp_gps_epoch"] = np.array([1198800018.0])
        for k, beam in enumerate(beams):
            lon, lat = track(segments, lon0=-106 + 0.05 * k, step_m=20.0)
            count = rng.integers(0, per_segment, segments)
            first = np.where(count > 0, np.cumsum(count) - count + 1, 0)
            place = file.create_group(f"{beam}/geolocation")
            place["reference_photon_lon"], place["reference_photon_lat"] = lon, lat
            place["delta_time"] = 1000.0 + 0.003 * np.arange(segments)
            place["ph_index_beg"], place["segment_ph_cnt"] = first, count
            heights = file.create_group(f"{beam}/heights")
            of = np.repeat(np.arange(segments), count)
            # Up to 10 m either way along the meridian.
            photon_lat = lat[of] + rng.uniform(-9e-5, 9e-5, len(of))
            heights["lon_ph"], heights["lat_ph"] = lon[of], photon_lat
            heights["delta_time"] = 1000.0 + 0.003 * of
            heights["h_ph"] = np.arange(len(of), dtype=np.float32)
            made[beam] = (lon[of], photon_lat)
    return made


def atl08(path, beams=("gt1r", "gt3l"), n=80, short_name=True):
    """A file as ATL08 has it: 100 m segments in float32, what belongs to canopy and terrain apart.

    One beam without segments, as where it saw no land; photons of another count beside them.
    """
    made = {}
    with h5py.File(path, "w") as file:
        if short_name:
            file.attrs["short_name"] = np.bytes_("ATL08")
        file["ancillary_data/atlas_sdp_gps_epoch"] = np.array([1198800018.0])
        file["orbit_info/rgt"] = np.array([1387], np.int16)
        file["orbit_info/cycle_number"] = np.array([8], np.int8)
        file.create_group("gt2l/signal_photons")["ph_h"] = np.zeros(7, np.float32)
        for k, beam in enumerate(beams):
            lon, lat = (c.astype(np.float32) for c in track(n, lon0=-106 + k, step_m=100.0))
            time = 60_000_000.5 + 0.0143 * np.arange(n)
            ground = file.create_group(f"{beam}/land_segments")
            ground["longitude"], ground["latitude"], ground["delta_time"] = lon, lat, time
            ground["segment_id_beg"] = (623_000 + 5 * np.arange(n)).astype(np.int32)
            ground["longitude_20m"] = np.repeat(lon[:, None], 5, axis=1)
            fill = np.float32(3.4028235e38)
            canopy = np.where(np.arange(n) % 3 == 0, fill, 10 + np.arange(n)).astype(np.float32)
            ground["canopy/h_canopy"] = canopy
            ground["canopy/h_canopy"].attrs["_FillValue"] = np.array([fill], np.float32)
            ground["canopy/canopy_h_metrics"] = np.ones((n, 18), np.float32)
            ground["terrain/h_te_best_fit"] = (100 * (k + 1) + np.arange(n)).astype(np.float32)
            photons = file.create_group(f"{beam}/signal_photons")
            photons["ph_h"] = np.zeros(13 * n, np.float32)
            made[beam] = (lon, lat, time)
    return made


def atl11(path, n=50, cycles=4):
    """A file as ATL11 has it: reference points by cycles, some without a height."""
    with h5py.File(path, "w") as file:
        file.attrs["short_name"] = "ATL11"
        for k, pair in enumerate(("pt1", "pt2")):
            lon, lat = track(n, lon0=-106 + 0.1 * k)
            group = file.create_group(pair)
            group["longitude"], group["latitude"] = lon, lat
            group["cycle_number"] = np.arange(3, 3 + cycles)
            time = 1e7 + 7.8e6 * np.arange(cycles) + np.arange(n)[:, None]
            time[::3, 1] = 1.7976931348623157e308
            group["delta_time"] = time
            group["delta_time"].attrs["_FillValue"] = np.array([1.7976931348623157e308])
            group["h_corr"] = (np.arange(n)[:, None] + 1000.0 * np.arange(cycles)).astype("f4")
            group["ref_pt"] = np.arange(n)


def opr_layer(path, lon, lat, gps_time, version):
    """A layer file of CReSIS, MATLAB 5 or 7.3, with two layers."""
    n = len(lon)
    twtt = np.stack([np.full(n, 1e-6), np.full(n, 2e-5)])
    if version == 5:
        import scipy.io

        scipy.io.savemat(
            path,
            {"lat": lat, "lon": lon, "gps_time": gps_time, "twtt": twtt, "id": [[1, 2]],
             "elev": np.arange(n, dtype=float), "quality": np.ones((2, n), np.uint8)},
        )  # fmt: skip
        return
    with h5py.File(path, "w", userblock_size=512) as file:
        for name, column in (("lat", lat), ("lon", lon), ("gps_time", gps_time)):
            file[name] = np.asarray(column)[:, None]
        file["twtt"], file["id"] = twtt.T, np.array([[1.0], [2.0]])
        file["elev"] = np.arange(n, dtype=float)[:, None]
    with open(path, "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file".ljust(512))


def cryosat2(path, lon, lat, tai_seconds):
    """The 20 Hz records of a CryoSat-2 L1b file."""
    import netCDF4

    with netCDF4.Dataset(path, "w") as file:
        file.createDimension("time_20_ku", len(lon))
        for name, values, units in (("lon_20_ku", lon, "degrees_east"),
                                    ("lat_20_ku", lat, "degrees_north")):  # fmt: skip
            variable = file.createVariable(name, "i4", ("time_20_ku",), fill_value=-(2**31))
            variable.scale_factor, variable.units = 1e-7, units
            variable[:] = values
        time = file.createVariable("time_20_ku", "f8", ("time_20_ku",))
        time.units = "seconds since 2000-01-01 00:00:00.0"
        time.long_name = "time in TAI: seconds since 1 Jan 2000"
        time[:] = tai_seconds
        alt = file.createVariable("alt_20_ku", "i4", ("time_20_ku",))
        alt.scale_factor = 1e-3
        alt[:] = 700_000.0 + np.arange(len(lon))


def classic(path, lon, lat):
    """A trajectory in NetCDF 3, of records."""
    import netCDF4

    with netCDF4.Dataset(path, "w", format="NETCDF3_CLASSIC") as file:
        file.createDimension("time", None)
        file.featureType, file.Conventions = "trajectory", "CF-1.8"
        units = {"lon": "degrees_east", "lat": "degrees_north", "h": "m"}
        for name, values in (("lon", lon), ("lat", lat), ("h", lat)):
            variable = file.createVariable(name, "f8", ("time",))
            variable.units = units[name]
            variable[:] = values


def trajectories(path, counts=(5, 0, 7), indexed=False):
    """A CF file of trajectories, contiguous or indexed ragged."""
    import netCDF4

    n = sum(counts)
    lon, lat = track(n)
    with netCDF4.Dataset(path, "w") as file:
        file.featureType, file.Conventions = "trajectory", "CF-1.8"
        file.createDimension("obs", n)
        file.createDimension("trajectory", len(counts))
        ids = file.createVariable("flight", str, ("trajectory",))
        ids.cf_role = "trajectory_id"
        for i in range(len(counts)):
            ids[i] = f"f{i}"
        of = np.repeat(np.arange(len(counts)), counts)
        if indexed:
            of = np.roll(of, 3)
            index = file.createVariable("of", "i4", ("obs",))
            index.instance_dimension = "trajectory"
            index[:] = of
        else:
            size = file.createVariable("size", "i4", ("trajectory",))
            size.sample_dimension = "obs"
            size[:] = counts
        for name, standard, values in (("x", "longitude", lon), ("y", "latitude", lat)):
            variable = file.createVariable(name, "f8", ("obs",))
            variable.standard_name = standard
            variable[:] = values
        time = file.createVariable("time", "f8", ("obs",))
        time.standard_name, time.units = "time", "days since 2019-01-01"
        time[:] = np.arange(n) / 4
        file.createVariable("thk", "f4", ("obs",), fill_value=-1)[:] = np.arange(n) - 1.0
    return lon, lat, of


def polar_tiff(path, n=40):
    """A GeoTIFF of EPSG:3031, in tiles."""
    import rasterio
    from rasterio.transform import from_origin

    options = {"driver": "GTiff", "width": n, "height": n, "count": 1, "dtype": "float32",
               "crs": "EPSG:3031", "transform": from_origin(-1.5e6, -4e5, 450, 450),
               "tiled": True, "blockxsize": 16, "blockysize": 16,
               "compress": "deflate"}  # fmt: skip
    with rasterio.open(path, "w", **options) as file:
        file.write(np.arange(n * n, dtype=np.float32).reshape(n, n), 1)
