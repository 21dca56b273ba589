window.YTD.profile.part0 = [{"profile":{"description":{"bio":"Bio de maintenant","website":"","location":""}}}]
