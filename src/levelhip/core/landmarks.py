"""Names of the points that levelhip knows, the same for every source."""

POSE_NAMES: tuple[str, ...] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
"""The 33 points of the pose model, in its order. `hip`, `knee`, `ankle`, `shoulder`, `elbow` and
`wrist` are joint centres; `foot_index` is the tip of the toes. Marker files give the same names to
joint centres computed from their markers."""

DOT_NAMES: tuple[str, str] = ("left_dot", "right_dot")
"""Centres of the bright dots on the front hip bones, when the person wears them."""

BONY_NAMES: tuple[str, ...] = (
    "left_asis",
    "right_asis",
    "left_psis",
    "right_psis",
    "c7",
    "sternum",
    "head_top",
    "left_knee_medial",
    "right_knee_medial",
    "left_knee_lateral",
    "right_knee_lateral",
    "left_ankle_medial",
    "right_ankle_medial",
    "left_ankle_lateral",
    "right_ankle_lateral",
)
"""Skin markers over bone that keep their meaning beside the joint centres. `sternum` is the upper
end of the breast bone; `left_asis` and its kind are the hip bones, front (a) and back (p)."""
