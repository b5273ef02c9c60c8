query --batch - --now 2026-03-05T18:00:00Z
