package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** EC2's operations on tags. */
final class TagCalls {

  private static final int MAX_TAGS = 50;
  private static final String RESERVED = "aws:";

  private final Ec2State state;

  private final Filters<TagDescription> filters =
      new Filters<TagDescription>("DescribeTags")
          .on("key", TagDescription::key)
          .on("value", TagDescription::value)
          .on("resource-id", TagDescription::resourceId)
          .on("resource-type", TagDescription::resourceTypeAsString)
          .onTags(tag -> Map.of(tag.key(), tag.value()));

  TagCalls(Ec2State state) {
    this.state = state;
  }

  CreateTagsResponse create(CreateTagsRequest request) {
    Ec2Checks.request(request, "Resources", "Tags");
    List<Map<String, String>> resources = request.resources().stream().map(this::tagsOf).toList();
    // All are checked before any is changed.
    resources.forEach(tags -> add(new LinkedHashMap<>(tags), request.tags()));
    resources.forEach(tags -> add(tags, request.tags()));
    return CreateTagsResponse.builder().build();
  }

  DeleteTagsResponse delete(DeleteTagsRequest request) {
    Ec2Checks.request(request, "Resources", "Tags");
    for (Map<String, String> tags : request.resources().stream().map(this::tagsOf).toList()) {
      if (request.tags().isEmpty()) {
        tags.keySet().removeIf(key -> !reserved(key));
      }
      for (Tag tag : request.tags()) {
        remove(tags, tag);
      }
    }
    return DeleteTagsResponse.builder().build();
  }

  DescribeTagsResponse describe(DescribeTagsRequest request) {
    Ec2Checks.request(request, "Filters", "MaxResults", "NextToken");
    List<TagDescription> all = new ArrayList<>();
    for (String id : state.taggableIds()) {
      state.tags(id).orElse(Map.of()).forEach((key, value) -> all.add(describe(id, key, value)));
    }
    Page<TagDescription> page =
        Ec2Checks.page(
            filters.apply(request, request.filters(), all),
            tag -> tag.resourceId() + " " + tag.key(),
            request.nextToken(),
            request.maxResults());
    return DescribeTagsResponse.builder().tags(page.items()).nextToken(page.nextToken()).build();
  }

  /** The tags that a request that makes something wants on it. */
  static Map<String, String> wanted(List<TagSpecification> specifications, ResourceType type) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (TagSpecification specification : specifications) {
      if (specification.resourceType() != type) {
        throw Ec2Faults.invalidValue(
            "'"
                + specification.resourceTypeAsString()
                + "' is not a valid taggable resource type for this operation.");
      }
      add(tags, specification.tags());
    }
    return tags;
  }

  static List<Tag> shape(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private static void add(Map<String, String> tags, List<Tag> added) {
    Set<String> keys = new HashSet<>();
    for (Tag tag : added) {
      checkKey(tag);
      if (!keys.add(tag.key())) {
        throw Ec2Faults.invalidValue("Duplicate tag key '" + tag.key() + "' specified.");
      }
      tags.put(tag.key(), tag.value() == null ? "" : tag.value());
    }
    if (tags.keySet().stream().filter(key -> !reserved(key)).count() > MAX_TAGS) {
      throw Ec2Faults.of(
          "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    }
  }

  private static void remove(Map<String, String> tags, Tag tag) {
    checkKey(tag);
    @Nullable String value = tag.value();
    if (value == null || value.equals(tags.get(tag.key()))) {
      tags.remove(tag.key());
    }
  }

  private static void checkKey(Tag tag) {
    @Nullable String key = tag.key();
    if (key == null) {
      // The text is not known.
      throw Ec2Faults.missing("Tag.Key");
    }
    if (reserved(key)) {
      throw Ec2Faults.invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
    }
  }

  private Map<String, String> tagsOf(String resourceId) {
    return state.tags(resourceId).orElseThrow(() -> absent(resourceId));
  }

  private static AwsServiceException absent(String id) {
    return switch (type(id)) {
      case VPC -> Ec2Faults.noVpc(id);
      case SUBNET -> Ec2Faults.noSubnet(id);
      case SECURITY_GROUP -> Ec2Faults.noGroup(id);
      case INSTANCE -> Ec2Faults.noInstance(id);
      case LAUNCH_TEMPLATE -> Ec2Faults.noTemplate(id);
      default -> Ec2Faults.of("InvalidID", "The ID '" + id + "' is not valid");
    };
  }

  private static TagDescription describe(String id, String key, String value) {
    return TagDescription.builder()
        .resourceId(id)
        .resourceType(type(id))
        .key(key)
        .value(value)
        .build();
  }

  private static ResourceType type(String id) {
    int dash = Math.max(id.indexOf('-'), 0);
    return switch (id.substring(0, dash)) {
      case "vpc" -> ResourceType.VPC;
      case "subnet" -> ResourceType.SUBNET;
      case "sg" -> ResourceType.SECURITY_GROUP;
      case "i" -> ResourceType.INSTANCE;
      case "lt" -> ResourceType.LAUNCH_TEMPLATE;
      default -> ResourceType.UNKNOWN_TO_SDK_VERSION;
    };
  }

  private static boolean reserved(String key) {
    return key.toLowerCase(Locale.ROOT).startsWith(RESERVED);
  }
}
