from portal.documents.press import main

main()
