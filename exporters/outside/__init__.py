"""What comes from outside, within limits: no larger, deeper or stranger than anybody writes."""
