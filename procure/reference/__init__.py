"""Lists people pick from: municipalities, categories, CPV codes, standard agreements."""
