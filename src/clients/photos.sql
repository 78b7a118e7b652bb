-- BLOCK select_photo
select p.image_id as "imageId" from client_photos p where p.client_id = $client_id::integer

-- BLOCK read_photo
select i.content from client_photos p join images i on i.id = p.image_id where p.client_id = $client_id::integer

-- BLOCK upsert_photo
insert into client_photos (client_id, image_id, updated_at)
values ($client_id::integer, $image_id::integer, $now::timestamptz)
on conflict (client_id) do update set image_id = excluded.image_id, updated_at = excluded.updated_at
returning image_id

-- BLOCK delete_photo
delete from client_photos p where p.client_id = $client_id::integer returning p.image_id

-- BLOCK delete_unused_image
delete from images i
where i.id = $image_id::integer
  and not exists (select 1 from client_photos p where p.image_id = i.id)
  and not exists (select 1 from client_settings s where s.key = 'logo' and s.value = to_jsonb(i.id))
  and not exists (select 1 from group_settings s where s.key = 'logo' and s.value = to_jsonb(i.id))
returning i.id
