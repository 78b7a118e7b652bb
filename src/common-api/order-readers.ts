// Places of orders on this wire.
import type { CreateOrderInput } from '../contract/orders.js';
import { members, number, type Reader, text, WrongValue } from './values.js';

export interface WireAddress {
  address: string;
  lat: number;
  lon: number;
  zone_id: number;
  parking_id: number;
}

const MAX_ADDRESSES = 20;

function place(value: unknown, zone: string): WireAddress {
  const given = members(value, 'массивом адресов');
  const read = (name: string, most: number) => {
    const coordinate = given[name] == null || given[name] === '' ? 0 : number.read(given[name], zone);
    if (Math.abs(coordinate) > most) throw new WrongValue(`содержит ${name} вне пределов`);
    return coordinate;
  };
  return {
    address: given.address == null ? '' : text(500).read(given.address, zone),
    lat: read('lat', 90), lon: read('lon', 180), zone_id: read('zone_id', Number.MAX_SAFE_INTEGER), parking_id: read('parking_id', Number.MAX_SAFE_INTEGER),
  };
}

/** The first is the pick-up address, the last where to. */
export const addresses: Reader<WireAddress[]> = {
  type: 'Address[]',
  read(value, zone) {
    if (!Array.isArray(value)) throw new WrongValue('должен быть массивом адресов');
    if (value.length === 0) throw new WrongValue('не содержит адреса подачи');
    if (value.length > MAX_ADDRESSES) throw new WrongValue(`содержит больше ${MAX_ADDRESSES} адресов`);
    return value.map((entry: unknown) => place(entry, zone));
  },
};

/** Points or stops, also a single object: one client library sends that. */
export const points: Reader<WireAddress[]> = {
  type: 'Point[]',
  read(value, zone) {
    const list = Array.isArray(value) ? value : [value];
    if (list.length > MAX_ADDRESSES) throw new WrongValue(`содержит больше ${MAX_ADDRESSES} точек`);
    return list.map((entry: unknown) => place(entry, zone));
  },
};

export const coordinate = (most: number): Reader<number> => ({
  type: 'number',
  read(value, zone) {
    const given = number.read(value, zone);
    if (Math.abs(given) > most) throw new WrongValue(`должен быть от ${-most} до ${most}`);
    return given;
  },
});

const NAMELESS = 'Точка на карте';

/** 0, 0 means "not given"; an address without words is a point on the map. */
export function toAddresses(given: readonly Pick<WireAddress, 'address' | 'lat' | 'lon'>[]): NonNullable<CreateOrderInput['addresses']> {
  return given
    .filter(({ address, lat, lon }) => address.trim() !== '' || lat !== 0 || lon !== 0)
    .map(({ address, lat, lon }) => ({ address: address.trim() || NAMELESS, ...((lat !== 0 || lon !== 0) && { latitude: lat, longitude: lon }) }));
}
