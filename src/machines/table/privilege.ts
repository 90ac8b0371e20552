/** What a database says when a privilege is missing: SQLSTATE and its condition, as PostgreSQL names them. */
export const INSUFFICIENT_PRIVILEGE = '42501 insufficient_privilege';
