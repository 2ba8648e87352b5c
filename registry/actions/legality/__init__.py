"""合法性审核 and 公平竞争审查 of drafts before 公布: their moves, materials and conclusions."""
