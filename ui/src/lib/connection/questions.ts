// Settings that decide something for people are asked as a question, with what follows from each answer.

export type Answer = { value: string; label: string; follows: string };
export type Question = { asks: string; hint: string; answers: Answer[] };

const QUESTIONS: Record<string, (system: string) => Question> = {
  email_verified: (system) => ({
    asks: "Email that may not be verified",
    hint: `${system} does not say of every email whether it was verified. What do you want to do with the others?`,
    answers: [
      {
        value: "require",
        label: "Do not match by them",
        follows: `The safe answer. Those learners stay unmatched until the email is verified in ${system}, or you link them by hand.`,
      },
      {
        value: "trust",
        label: "Match by them",
        follows:
          "Only if your centre checks email addresses itself. A wrong one can show another person’s results for a learner.",
      },
    ],
  }),
};

/** The question behind a setting, or null where its own label and help are all there is. */
export const questionOf = (key: string, system: string): Question | null => QUESTIONS[key]?.(system) ?? null;
