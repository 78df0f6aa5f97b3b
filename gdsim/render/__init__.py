"""Pictures: a scene's layers become frames, and frames become MP4, GIF, a poster and a strip.

View + scene ─→ Stage (drawn once) ─┐
Trajectory ─────────────────────────┴→ frames ─→ changed pixels ─┬→ GIF
                                                                 └→ MP4
"""

from __future__ import annotations

from collections.abc import Sequence

from gdsim.core.trajectory import Trajectory
from gdsim.core.view import Clip, View


def render_clips(
    view: View,
    scene: str,
    trajectories: Sequence[Trajectory],
    formats: Sequence[str],
    quantiser: int | None = None,
) -> list[Clip]:
    """One clip a trajectory, in their order; bytes depend on (view, scene, trajectory, formats) alone.

    Args:
        scene: a registered scene.
        formats: of ``"mp4"`` and ``"gif"``; poster and strip are always made.
        quantiser: that of an earlier clip of this view and scene, which need not be looked for again.

    Raises:
        UnknownName: no such scene.
        RenderError: drawing or encoding failed; it says which scene, run and frame.
        ValueError: an unknown format.
    """
    from gdsim.render.clip import clip_of
    from gdsim.render.stage import stage_of

    stage = stage_of(view, scene)
    if quantiser is not None:
        stage.quantiser = quantiser
    return [clip_of(stage, trajectory, formats) for trajectory in trajectories]
