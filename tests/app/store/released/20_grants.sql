-- Title: Grants of a role of today and of one that is gone
INSERT INTO analyst_grant (role_name, user_id) VALUES ('ursa_analyst', '1001'), ('gone', '1001');
