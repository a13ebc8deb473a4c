package io.github.spotbatch.spec;

import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Where in the account's network the instances run.
 *
 * <p>Immutable and thread-safe. Facts about Batch: AWS Batch API reference, ComputeResource.
 */
@Value.Immutable
public sealed interface NetworkSpec permits ImmutableNetworkSpec {
  /**
   * The Region's default VPC with its default subnets and a security group that spotbatch makes.
   *
   * @return the network
   */
  static NetworkSpec defaultVpc() {
    return builder().build();
  }

  /**
   * Starts a network.
   *
   * @return a builder for the default VPC
   */
  static Builder builder() {
    return ImmutableNetworkSpec.builder();
  }

  /** {@return the id of the VPC; default that of the subnets, or else the default VPC} */
  Optional<String> vpcId();

  /** {@return the ids of the subnets; default all of the given VPC, or the default subnets} */
  List<String> subnetIds();

  /**
   * {@return the ids of the security groups; default none, so that one without inbound rules is
   * made}
   */
  List<String> securityGroupIds();

  /** {@return a builder that holds this network's values} */
  default Builder toBuilder() {
    return ImmutableNetworkSpec.builder().from(this);
  }

  /** Builds a {@link NetworkSpec}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets the VPC.
     *
     * @param id for example {@code vpc-0123456789abcdef0}
     * @return this builder
     * @see NetworkSpec#vpcId()
     */
    public abstract Builder vpcId(String id);

    /**
     * Sets the subnets.
     *
     * @param ids ids of subnets of one VPC, best in several zones
     * @return this builder
     * @see NetworkSpec#subnetIds()
     */
    public Builder subnetIds(String... ids) {
      return subnetIds(List.of(ids));
    }

    /**
     * Sets the subnets.
     *
     * @param ids ids of subnets of one VPC, best in several zones
     * @return this builder
     * @see NetworkSpec#subnetIds()
     */
    public abstract Builder subnetIds(Iterable<String> ids);

    /**
     * Appends a subnet.
     *
     * @param id for example {@code subnet-0123456789abcdef0}
     * @return this builder
     * @see NetworkSpec#subnetIds()
     */
    public abstract Builder addSubnetId(String id);

    /**
     * Sets the security groups, so that none is made.
     *
     * @param ids ids of security groups of the VPC
     * @return this builder
     * @see NetworkSpec#securityGroupIds()
     */
    public Builder securityGroupIds(String... ids) {
      return securityGroupIds(List.of(ids));
    }

    /**
     * Sets the security groups, so that none is made.
     *
     * @param ids ids of security groups of the VPC
     * @return this builder
     * @see NetworkSpec#securityGroupIds()
     */
    public abstract Builder securityGroupIds(Iterable<String> ids);

    /**
     * Appends a security group.
     *
     * @param id for example {@code sg-0123456789abcdef0}
     * @return this builder
     * @see NetworkSpec#securityGroupIds()
     */
    public abstract Builder addSecurityGroupId(String id);

    /**
     * Makes the network.
     *
     * @return the network
     * @throws InvalidSpecException if an id is malformed or given twice; lists every problem
     */
    public NetworkSpec build() {
      NetworkSpec network = create();
      NetworkChecks.check(network);
      return network;
    }

    abstract NetworkSpec create();
  }
}
