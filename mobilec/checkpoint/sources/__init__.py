"""What a checkpoint's files say, whoever wrote them: a room for each kind of folder."""
