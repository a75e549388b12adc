"""From measures to events: turning points, the gate, holds and checks."""
