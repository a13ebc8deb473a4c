package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.World;

/** The state behind the fake ec2, free of SDK classes. */
public final class Ec2State {

  public Ec2State(World world, String account, String region) {}
}
