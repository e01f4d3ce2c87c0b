// What a Relay front end writes: a paged, refetchable list and a node.
import { graphql } from 'relay-runtime';

export const list = graphql`
  fragment ExerciseList_person on Person
  @refetchable(queryName: "ExerciseListPageQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    exercises(first: $count, after: $cursor) @connection(key: "ExerciseList_exercises") {
      edges {
        node {
          id
          sportName
          startLocal
        }
      }
    }
  }
`;

export const query = graphql`
  query ExerciseListQuery($id: ID!) {
    person(id: $id) {
      displayName
      ...ExerciseList_person
    }
  }
`;

export const one = graphql`
  query ExerciseListNodeQuery($id: ID!) {
    node(id: $id) {
      ... on Exercise {
        durationSeconds
        zones {
          zoneIndex
          inZoneSeconds
        }
      }
    }
  }
`;

export const live = graphql`
  subscription ExerciseListSyncSubscription($run: ID!) {
    syncProgress(runId: $run) {
      final
      run {
        id
        state
      }
    }
  }
`;
