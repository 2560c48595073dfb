"""What people pack their files in: archives and mails, known by their bytes and taken apart.

    natures       what a file is, by its bytes
    taking_out    files taken out of any container: safe names, bounded, each kept or told
    opening       any container opened, by what it is
    zips          .zip, names in any encoding
    tarballs      .tar and single packed files (.gz, .bz2, .xz)
    outside       .7z, .rar … through a program of the system, or how to get one
    mail          .eml and .mbox: the text, what is attached, pictures in the text
    outlook       .msg, which holds the same in another way
    web_archive   a web page and its pictures in one file (.mht, .mhtml)

Nothing here knows of manuscripts or books.
"""
