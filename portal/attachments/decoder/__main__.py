from portal.attachments.decoder import main

main()
