package io.github.spotbatch.spec;

/** What EC2 asks of the ids of a network. */
final class NetworkChecks {
  private NetworkChecks() {}

  static void check(NetworkSpec network) {
    Problems problems = Problems.in("network");
    network
        .vpcId()
        .filter(id -> !id.startsWith("vpc-"))
        .ifPresent(id -> problems.add("vpcId", id, "must look like vpc-0123456789abcdef0"));
    problems.throwIfAny();
  }
}
