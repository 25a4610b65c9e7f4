"""photo_peers.py TOOL FILE TIMES: does with Pillow or pyvips what the app does with a photo; one line of JSON.

TOOL is `pillow` or `pyvips`. Read, SHA-256, decode, set upright, 1,600 px quality 80, 256 px quality 75,
one 64-bit fingerprint; no encryption. One thread. Importing the library is not counted.
"""
import hashlib
import io
import json
import math
import os
import sys
import time

os.environ["VIPS_CONCURRENCY"] = "1"
tool, path, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
if tool == "pillow":
    from PIL import Image, ImageOps
else:
    import pyvips

    pyvips.cache_set_max(0)

COS = [[math.cos(math.pi / 32 * (x + 0.5) * u) for x in range(32)] for u in range(8)]


def kib(name):
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith(name):
                    return int(line.split()[1])
    except OSError:
        pass
    return None


def fingerprint(grey):
    """The 64 lowest frequencies of 32 × 32 grey bytes, each above or below their median."""
    rows = [grey[y * 32:y * 32 + 32] for y in range(32)]
    across = [[sum(map(float.__mul__, cos, map(float, row))) for cos in COS] for row in rows]
    columns = list(zip(*across))
    found = [sum(map(float.__mul__, cos, column)) for cos in COS for column in columns]
    middle = sorted(found)[32]
    return sum(1 << n for n, value in enumerate(found) if value > middle)


def with_pillow(data):
    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (1600, 1200))
    image.thumbnail((1600, 1600))
    image = ImageOps.exif_transpose(image)
    view, thumb = io.BytesIO(), io.BytesIO()
    image.save(view, "JPEG", quality=80, subsampling="4:2:0")
    small = image.copy()
    small.thumbnail((256, 256))
    small.save(thumb, "JPEG", quality=75)
    grey = image.convert("L").resize((32, 32))
    return image.size, fingerprint(grey.tobytes())


def with_pyvips(data):
    image = pyvips.Image.thumbnail_buffer(data, 1600, height=1600, size="down").copy_memory()
    view = image.jpegsave_buffer(Q=80, keep="none")
    small = image.thumbnail_image(256, height=256)
    thumb = small.jpegsave_buffer(Q=75, keep="none")
    assert view and thumb
    grey = image.colourspace("b-w").thumbnail_image(32, height=32, size="force")
    return (image.width, image.height), fingerprint(grey.write_to_memory())


before = kib("VmHWM:")
began, computed = time.perf_counter(), time.process_time()
for _ in range(times):
    with open(path, "rb") as file:
        data = file.read()
    hashlib.sha256(data).hexdigest()
    size, _ = (with_pillow if tool == "pillow" else with_pyvips)(data)
seconds, cpu = time.perf_counter() - began, time.process_time() - computed
print(json.dumps({
    "width": size[0], "height": size[1], "seconds": seconds / times, "cpu": cpu / times,
    "peak_kib": kib("VmHWM:"), "before_kib": before,
}))
