package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.UpdateClass;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.internal.compile.RequestJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * How something that is nobody's becomes a stack's own. Its tags come first, so that whatever fails
 * afterwards is the stack's to mend.
 */
public final class Adoptions {

  private static final Set<String> TAGGING =
      Set.of("TagResource", "TagRole", "TagInstanceProfile", "CreateTags");

  private Adoptions() {}

  /**
   * Finds what is to be sent, or why it cannot be.
   *
   * @param asItIs the requests that would make it as it is
   * @param wanted the requests that would make it as it should be
   * @param changes the fields that differ, some tags among them
   * @param missing the wanted requests of which nothing is there
   */
  public static Change of(
      AwsResource there,
      List<AwsRequest> asItIs,
      List<AwsRequest> wanted,
      List<FieldChange> changes,
      List<AwsRequest> missing) {
    Change change = Changes.of(there, asItIs, wanted, changes);
    if (change instanceof Change.Revision) {
      return DefinitionChange.adoption(there, wanted, changes);
    }
    if (change instanceof Change.Replacement replacement) {
      return tagsAlone(there, asItIs, wanted, changes, replacement.reason());
    }
    if (change instanceof Change.InPlace inPlace) {
      List<AwsRequest> requests = new ArrayList<>(inPlace.requests());
      missing.stream().filter(request -> !requests.contains(request)).forEach(requests::add);
      return new Change.InPlace(inPlace.updateClass(), inPlace.reason(), tagsFirst(requests));
    }
    return change;
  }

  /** What has to be replaced is the stack's own before it is. */
  private static Change tagsAlone(
      AwsResource there,
      List<AwsRequest> asItIs,
      List<AwsRequest> wanted,
      List<FieldChange> changes,
      String reason) {
    Change change = Changes.of(there, asItIs, wanted, new Fields(changes).changesOf(Fields.TAGS));
    return change instanceof Change.InPlace tags
        ? new Change.InPlace(
            UpdateClass.NONE,
            reason + ", so it only gets its tags now; plan again, and another takes its place",
            tags.requests())
        : change;
  }

  private static List<AwsRequest> tagsFirst(List<AwsRequest> requests) {
    List<AwsRequest> inOrder = new ArrayList<>();
    requests.stream().filter(Adoptions::isTagging).forEach(inOrder::add);
    requests.stream().filter(request -> !isTagging(request)).forEach(inOrder::add);
    return inOrder;
  }

  private static boolean isTagging(AwsRequest request) {
    return TAGGING.contains(RequestJson.operation(request));
  }
}
