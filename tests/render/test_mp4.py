"""MP4 files: what browsers need to play and seek, and how near they are to the true frames."""

from __future__ import annotations

import gc
import io
import weakref

import av
import numpy as np
import pytest
from reading import boxes, luma, mp4_lumas, rgb_frames

from gdsim.core import theme
from gdsim.render import render_clips
from gdsim.render.mp4 import Mp4Writer, Planes


@pytest.fixture(scope="module")
def run(descent):
    """A swinging run, long enough for three key frames."""
    return descent(0.055, 50)


@pytest.fixture(scope="module")
def mp4(view, run):
    """Its video."""
    return render_clips(view, "surface", [run], ["mp4"])[0].mp4


def test_the_index_comes_before_the_pictures(mp4):
    names = boxes(mp4)
    assert names.index("moov") < names.index("mdat")


def test_it_is_h264_that_every_browser_plays(mp4):
    with av.open(io.BytesIO(mp4)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert (stream.width, stream.height) == theme.FRAME_SIZE
        assert stream.average_rate == theme.FRAMES_PER_SECOND


def test_colours_are_tagged_bt709_limited(mp4):
    with av.open(io.BytesIO(mp4)) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1)
        assert context.color_range == 1


def test_groups_are_closed_and_at_most_twenty_frames(mp4):
    with av.open(io.BytesIO(mp4)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    keys = [k for k, packet in enumerate(packets) if packet.is_keyframe]
    assert keys[0] == 0 and max(np.diff([*keys, len(packets)])) <= 20
    assert [packet.pts for packet in packets] == [packet.dts for packet in packets]  # no frame looks ahead
    for k in keys:
        assert nal_types(bytes(packets[k])) & {5}  # an instantaneous refresh: nothing refers past it


def nal_types(packet: bytes) -> set[int]:
    """Kinds of the units in a packet of length-prefixed H.264."""
    kinds, place = set(), 0
    while place < len(packet):
        kinds.add(packet[place + 4] & 31)
        place += 4 + int.from_bytes(packet[place : place + 4], "big")
    return kinds


@pytest.mark.parametrize("scene", ["fit", "surface", "contour"])
@pytest.mark.parametrize("learning_rate", [0.005, 0.055])
def test_luma_is_within_45_decibels_of_the_true_frames(view, descent, scene, learning_rate):
    run = descent(learning_rate)
    decoded = mp4_lumas(render_clips(view, scene, [run], ["mp4"])[0].mp4)
    truth = [luma(frame) for frame in rgb_frames(view, scene, run)]
    error = np.mean([(a - b) ** 2 for a, b in zip(decoded, truth, strict=True)])
    assert 10 * np.log10(255**2 / error) >= 45


def test_paper_and_vermilion_survive(view, run, mp4):
    with av.open(io.BytesIO(mp4)) as container:
        frame = next(container.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(frame[5, 5].astype(int) - [0xFF, 0xFD, 0xF8]).max() <= 4


def test_a_writer_goes_with_its_encoder_when_it_is_let_go():
    """Left to the collector, a worker of thousands of clips grows by a megabyte each."""
    planes = Planes.of(np.zeros((32, 32), np.uint32))
    gc.disable()
    try:
        writer = Mp4Writer(planes, 24)
        writer.encode(planes.picture())
        writer.finish()
        held = weakref.ref(writer)
        del writer
        assert held() is None
    finally:
        gc.enable()
