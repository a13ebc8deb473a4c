package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.World;

/** The state behind the fake iam, free of SDK classes. */
public final class IamState {

  public IamState(World world, String account) {}
}
