"""Tell organisations, regions and awards apart, and find the award a manuscript belongs to.

match          an award for a manuscript, or three candidates and why not
award_key      the award that an editor means by a key
organisations  names of organisations: their regions, forms and kinds
traditional    traditional characters and simplified ones
"""
