package io.github.spotbatch.internal.provision;

import io.github.spotbatch.internal.compile.Names;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/** How things of EC2 are found by their tags. */
final class Ec2Tags {

  private Ec2Tags() {}

  /** What a stack may own, or any stack if none is named. */
  static Filter filter(Ownership ownership) {
    String stack = ownership.stack();
    return stack == null
        ? filter("tag-key", Names.STACK_TAG)
        : filter("tag:" + Names.STACK_TAG, stack);
  }

  static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  static Map<String, String> map(List<Tag> tags) {
    return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
  }
}
