package io.github.spotbatch.testing.internal.ec2;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A security group. Without inbound rules, as the fake makes them all, and with the one outbound
 * rule that AWS adds.
 *
 * @param tags live: tagging changes it
 */
public record SecurityGroup(
    String id, String vpcId, String name, String description, Map<String, String> tags) {

  static final String DEFAULT_NAME = "default";

  SecurityGroup(String id, String vpcId, String name, String description) {
    this(id, vpcId, name, description, new LinkedHashMap<>());
  }
}
