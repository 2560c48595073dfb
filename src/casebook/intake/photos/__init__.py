"""Join the photos that come beside manuscripts to their cases.

side_papers    notes of where pictures go, albums of photos
photo_cases    whose a picture is, by its name, its folder or a note
illustrating   where in the text it stands
photo_joining  each picture put into its case, once
"""
