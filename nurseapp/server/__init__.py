"""The central API: routes, inbox, feed, policy and store on PostgreSQL.

Never imports the desktop, shows nothing and prints nothing. Started as `nurseapp-server`.
"""
