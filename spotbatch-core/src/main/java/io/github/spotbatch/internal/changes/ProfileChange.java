package io.github.spotbatch.internal.changes;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.internal.diff.Differences;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;

/** The change of an instance profile, which holds one role at the most. */
final class ProfileChange {

  private ProfileChange() {}

  static Change of(AwsResource there, List<AwsRequest> asItIs, List<AwsRequest> wanted) {
    CreateInstanceProfileRequest profile = (CreateInstanceProfileRequest) wanted.get(0);
    Fields fields =
        new Fields(Differences.between((CreateInstanceProfileRequest) asItIs.get(0), profile));
    Set<String> fixed = fields.but(Set.of(Fields.TAGS));
    if (!fixed.isEmpty()) {
      return Change.Refusal.of(fixed, "delete the instance profile and plan again");
    }
    List<AwsRequest> requests = new ArrayList<>();
    List<AwsRequest> before = asItIs.subList(1, asItIs.size());
    List<AwsRequest> after = wanted.subList(1, wanted.size());
    if (!before.equals(after)) {
      before.forEach(added -> requests.add(removal((AddRoleToInstanceProfileRequest) added)));
      requests.addAll(after);
    }
    if (fields.has(Fields.TAGS)) {
      requests.add(
          TagInstanceProfileRequest.builder()
              .instanceProfileName(there.awsName())
              .tags(profile.tags().stream().filter(tag -> fields.tagDiffers(tag.key())).toList())
              .build());
    }
    return Change.InPlace.quiet(requests);
  }

  private static RemoveRoleFromInstanceProfileRequest removal(
      AddRoleToInstanceProfileRequest added) {
    return RemoveRoleFromInstanceProfileRequest.builder()
        .instanceProfileName(added.instanceProfileName())
        .roleName(added.roleName())
        .build();
  }
}
