package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.internal.iam.IamState;

/** What an account has in common over all Regions. */
final class Account {

  private final String id;
  private final IamState iam;

  Account(World world, String id) {
    this.id = id;
    this.iam = new IamState(world, id);
  }

  String id() {
    return id;
  }

  IamState iam() {
    return iam;
  }
}
