window.YTD.profile.part0 = [{"profile":{"description":{"bio":"Bio d’avant","website":"","location":"Nantes"}}}]
