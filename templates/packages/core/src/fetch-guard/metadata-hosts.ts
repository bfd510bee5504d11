/** Cloud metadata services: they hand credentials to whoever can send a request from the machine. */
import { CidrTable, parseCidr } from "../net/cidr.ts";

/** Documented addresses. Many clouds share 169.254.169.254. */
export const metadataAddresses: readonly (readonly [address: string, service: string])[] = [
  [
    "169.254.169.254",
    "instance metadata (AWS, Azure, GCP, Oracle, DigitalOcean, OpenStack, Hetzner, Vultr, IBM and others)",
  ],
  ["169.254.170.2", "AWS ECS task metadata and credentials"],
  ["169.254.170.23", "AWS EKS Pod Identity"],
  ["169.254.169.253", "AWS VPC DNS"],
  ["169.254.169.123", "AWS time service"],
  ["169.254.169.249", "AWS Windows activation"],
  ["169.254.169.250", "AWS Windows activation"],
  ["169.254.169.251", "AWS Windows activation"],
  ["169.254.169.252", "GKE metadata server"],
  ["fd00:ec2::254", "AWS instance metadata"],
  ["fd00:ec2::23", "AWS EKS Pod Identity"],
  ["fd00:ec2::253", "AWS VPC DNS"],
  ["fd00:ec2::123", "AWS time service"],
  ["fd20:ce::254", "GCP instance metadata"],
  ["168.63.129.16", "Azure WireServer"],
  ["100.100.100.200", "Alibaba Cloud instance metadata"],
  ["fd00:100::100:200", "Alibaba Cloud instance metadata"],
  ["192.0.0.192", "Oracle Cloud Classic instance metadata"],
  ["fd00:c1::a9fe:a9fe", "Oracle Cloud instance metadata"],
  ["169.254.42.42", "Scaleway instance metadata"],
  ["fd00:42::42", "Scaleway instance metadata"],
  ["fd00:a9fe:a9fe::1", "Akamai (Linode) instance metadata"],
  ["fe80::a9fe:a9fe", "OpenStack instance metadata"],
  ["169.254.0.23", "Tencent Cloud instance metadata"],
  ["169.254.10.10", "Tencent Cloud instance metadata"],
  ["100.96.0.96", "Volcano Engine instance metadata"],
];

/** Names that clouds and hosts give to them, without a trailing dot. */
export const metadataNames: ReadonlySet<string> = new Set([
  "metadata",
  "metadata.goog",
  "metadata.google.internal",
  "instance-data",
  "instance-data.ec2.internal",
  "metadata.tencentyun.com",
  "metadata.packet.net",
  "metadata.platformequinix.com",
  "api.metadata.cloud.ibm.com",
  "rancher-metadata",
  "rancher-metadata.rancher.internal",
]);

/** Looks an address up among the metadata services. */
export const metadataServices = new CidrTable<string>();
for (const [address, service] of metadataAddresses) {
  const range = parseCidr(address);
  if (range === undefined) throw new TypeError(`metadata-hosts.ts: ${address} is not an address.`);
  metadataServices.set(range, service);
}
