-- What nearly every resolution needs and hardly anybody changes: the groups' settings, the attributes, the names of
-- directory items. Processes keep it in memory as long as the epoch, which they read in the same statement as the
-- client's chain, is the one that they know. The number comes from a sequence, so that an epoch whose transaction was
-- rolled back never comes again; the row is what a snapshot sees, so that an epoch is seen exactly with its changes.

create sequence settings_epochs;

create table settings_epoch (
  only_row boolean primary key default true check (only_row),
  epoch bigint not null
);
insert into settings_epoch (epoch) values (nextval('settings_epochs'));

create function renew_settings_epoch() returns trigger language plpgsql as $$
begin
  update settings_epoch set epoch = nextval('settings_epochs');
  return null;
end
$$;

do $$
declare
  of_table text;
begin
  foreach of_table in array array[
    'client_groups', 'group_settings', 'attributes', 'tariffs', 'tariff_shifts', 'discounts', 'settlement_rules', 'dynamic_priority_rules', 'crew_groups', 'images'
  ] loop
    execute format('create trigger renew_settings_epoch after insert or update or delete on %I for each statement execute function renew_settings_epoch()', of_table);
    execute format('create trigger renew_settings_epoch_truncated after truncate on %I for each statement execute function renew_settings_epoch()', of_table);
  end loop;
end
$$;

create function setting_names(setting_key text, setting_value jsonb) returns jsonb language plpgsql stable parallel safe as $$
begin
  if jsonb_typeof(setting_value) = 'number' then
    case setting_key
      when 'tariff', 'prizeTariff' then return (select jsonb_build_object(d.id, d.name) from tariffs d where d.id = setting_value::integer);
      when 'tariffShift' then return (select jsonb_build_object(d.id, d.name) from tariff_shifts d where d.id = setting_value::integer);
      when 'discount', 'prizeDiscount' then return (select jsonb_build_object(d.id, d.name) from discounts d where d.id = setting_value::integer);
      when 'settlementRule' then return (select jsonb_build_object(d.id, d.name) from settlement_rules d where d.id = setting_value::integer);
      when 'dynamicPriorityRule' then return (select jsonb_build_object(d.id, d.name) from dynamic_priority_rules d where d.id = setting_value::integer);
      when 'logo' then return (select jsonb_build_object(d.id, d.name) from images d where d.id = setting_value::integer);
      when 'defaultCrewGroup' then return (select jsonb_build_object(d.id, d.name) from crew_groups d where d.id = setting_value::integer);
      else return null;
    end case;
  elsif setting_key = 'crewGroups' and jsonb_typeof(setting_value) = 'array' then
    return (select jsonb_object_agg(d.id, d.name) from jsonb_array_elements(setting_value) as member join crew_groups d on d.id = member::integer);
  end if;
  return null;
end
$$;
comment on function setting_names is 'Names of the directory items that a stored value points to, by id; null where it points to none.';
