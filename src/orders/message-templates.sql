-- BLOCK select_templates
select t.id, t.version, t.event, t.channel, t.language, t.subject, t.body from message_templates t order by t.event, t.channel, t.language

-- BLOCK lock_template
select t.id, t.version, t.event, t.channel, t.language, t.subject, t.body
from message_templates t
where t.event = $event::text and t.channel = $channel::text and t.language = $language::text
for update

-- BLOCK insert_template
insert into message_templates (event, channel, language, subject, body, updated_at)
values ($event::text, $channel::text, $language::text, $subject::text, $body::text, $now::timestamptz)
returning id, version

-- BLOCK update_template
update message_templates t
set version = t.version + 1, subject = $subject::text, body = $body::text, updated_at = $now::timestamptz
where t.id = $id::integer
returning t.id, t.version

-- BLOCK delete_template
delete from message_templates t where t.id = $id::integer returning t.id
