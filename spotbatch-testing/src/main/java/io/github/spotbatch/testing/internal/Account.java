package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.internal.iam.IamState;
import java.util.HashMap;
import java.util.Map;

/** What an account has in common over all Regions of a partition. */
final class Account {

  private final World world;
  private final String id;
  private final Map<String, IamState> iam = new HashMap<>();

  Account(World world, String id) {
    this.world = world;
    this.id = id;
  }

  String id() {
    return id;
  }

  /** On AWS an account is in one partition; here the same digits stand for one in each. */
  IamState iam(String partition) {
    return iam.computeIfAbsent(partition, key -> new IamState(world, id, partition));
  }
}
