// How to sign, in the languages that integrations are written in. ADDRESS and KEY are put in by the page.

export interface Example {
  language: string;
  code: string;
}

export const examples: readonly Example[] = [
  {
    language: 'curl',
    code: `KEY='{KEY}'
QUERY='text=%D0%B4%D0%B8%D1%80&fields=name,number'
curl -sk "{ADDRESS}/common_api/1.0/get_clients_info?$QUERY" \\
  -H "Signature: $(printf '%s%s' "$QUERY" "$KEY" | md5sum | cut -d' ' -f1)"

BODY='{"client_id":1,"name":"Иванов"}'
curl -sk "{ADDRESS}/common_api/1.0/create_client_employee" -H 'Content-Type: application/json' \\
  -H "Signature: $(printf '%s%s' "$BODY" "$KEY" | md5sum | cut -d' ' -f1)" --data-binary "$BODY"`,
  },
  {
    language: 'Go',
    code: `query := url.Values{"text": {"дир"}}.Encode()
request, _ := http.NewRequest("GET", "{ADDRESS}/common_api/1.0/get_clients_info?"+query, nil)
request.Header.Set("Signature", fmt.Sprintf("%x", md5.Sum([]byte(query+"{KEY}"))))
client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
response, err := client.Do(request)`,
  },
  {
    language: 'PHP',
    code: `$query = http_build_query(['text' => 'дир']);
$curl = curl_init('{ADDRESS}/common_api/1.0/get_clients_info?' . $query);
curl_setopt_array($curl, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_SSL_VERIFYPEER => false,
    CURLOPT_SSL_VERIFYHOST => false,
    CURLOPT_HTTPHEADER => ['Signature: ' . md5($query . '{KEY}')],
]);
$answer = json_decode(curl_exec($curl), true);`,
  },
  {
    language: 'Python',
    code: `import hashlib, json, urllib.parse, requests

query = urllib.parse.urlencode({"text": "дир"})
answer = requests.get("{ADDRESS}/common_api/1.0/get_clients_info?" + query, verify=False,
                      headers={"Signature": hashlib.md5((query + "{KEY}").encode()).hexdigest()}).json()

body = json.dumps({"client_id": 1, "name": "Иванов"}).encode()
answer = requests.post("{ADDRESS}/common_api/1.0/create_client_employee", data=body, verify=False,
                       headers={"Content-Type": "application/json", "Signature": hashlib.md5(body + b"{KEY}").hexdigest()}).json()`,
  },
  {
    language: 'JavaScript (Node.js)',
    code: `import { createHash } from 'node:crypto';

const query = new URLSearchParams({ text: 'дир' }).toString();
const answer = await fetch(\`{ADDRESS}/common_api/1.0/get_clients_info?\${query}\`, {
  headers: { Signature: createHash('md5').update(query + '{KEY}').digest('hex') },
}).then((response) => response.json());`,
  },
];
