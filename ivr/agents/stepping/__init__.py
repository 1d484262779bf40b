"""One step of a hand-off: each module takes some of the events; scene, legs, waiting and parting serve all."""
