query --batch missing.jsonl
