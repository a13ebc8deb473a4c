package io.github.spotbatch.spec;

/** What can be told of an instance type by its name. */
final class InstanceTypes {
  static final String DEFAULT_X86_64 = "default_x86_64";

  private InstanceTypes() {}
}
