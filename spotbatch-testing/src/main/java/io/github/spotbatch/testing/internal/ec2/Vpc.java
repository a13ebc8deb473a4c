package io.github.spotbatch.testing.internal.ec2;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A virtual private cloud.
 *
 * @param tags live: tagging changes it
 */
public record Vpc(String id, String cidr, boolean isDefault, Map<String, String> tags) {

  Vpc(String id, String cidr, boolean isDefault) {
    this(id, cidr, isDefault, new LinkedHashMap<>());
  }
}
