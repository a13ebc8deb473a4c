package io.github.spotbatch.testing.internal.iam;

import java.util.List;

/** A service in one Region that does its work in roles. */
@FunctionalInterface
public interface RoleUser {

  /** The ARNs of what works in a role. */
  List<String> using(String roleArn);
}
