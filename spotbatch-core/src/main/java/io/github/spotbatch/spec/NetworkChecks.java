package io.github.spotbatch.spec;

/** What EC2 asks of the ids of a network. */
final class NetworkChecks {
  private NetworkChecks() {}

  static void check(NetworkSpec network) {
    Problems problems = Problems.in("network");
    problems.requireForm("vpcId", network.vpcId(), Form.VPC_ID);
    problems.requireForms("subnetIds", network.subnetIds(), Form.SUBNET_ID);
    problems.requireDistinct("subnetIds", network.subnetIds());
    problems.requireForms("securityGroupIds", network.securityGroupIds(), Form.SECURITY_GROUP_ID);
    problems.requireDistinct("securityGroupIds", network.securityGroupIds());
    problems.throwIfAny();
  }
}
